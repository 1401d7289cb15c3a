/** Target name of the comm about dataframes. One comm serves all frames of a client. */
export const dataframesTarget = "pipenb.frames";
