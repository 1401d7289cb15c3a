// The globals of the kernel's own code, taken before any cell runs: a cell that declares "let JSON = 1" changes what every
// script of the process sees under that name. esbuild puts these in place of the names (scripts/build.mjs).
const ownArray = globalThis.Array;
const ownArrayBuffer = globalThis.ArrayBuffer;
const ownAtomics = globalThis.Atomics;
const ownBigInt = globalThis.BigInt;
const ownBoolean = globalThis.Boolean;
const ownBuffer = globalThis.Buffer;
const ownDataView = globalThis.DataView;
const ownDate = globalThis.Date;
const ownError = globalThis.Error;
const ownFloat64Array = globalThis.Float64Array;
const ownFunction = globalThis.Function;
const ownInt32Array = globalThis.Int32Array;
const ownJSON = globalThis.JSON;
const ownMap = globalThis.Map;
const ownMath = globalThis.Math;
const ownNumber = globalThis.Number;
const ownObject = globalThis.Object;
const ownPromise = globalThis.Promise;
const ownProxy = globalThis.Proxy;
const ownReflect = globalThis.Reflect;
const ownRegExp = globalThis.RegExp;
const ownSet = globalThis.Set;
const ownSharedArrayBuffer = globalThis.SharedArrayBuffer;
const ownString = globalThis.String;
const ownSymbol = globalThis.Symbol;
const ownSyntaxError = globalThis.SyntaxError;
const ownTextDecoder = globalThis.TextDecoder;
const ownTextEncoder = globalThis.TextEncoder;
const ownTypeError = globalThis.TypeError;
const ownURL = globalThis.URL;
const ownUint8Array = globalThis.Uint8Array;
const ownWeakMap = globalThis.WeakMap;
const ownWeakSet = globalThis.WeakSet;
const ownAbortController = globalThis.AbortController;
const ownConsole = globalThis.console;
const ownPerformance = globalThis.performance;
const ownProcess = globalThis.process;

export {
  ownArray as Array,
  ownArrayBuffer as ArrayBuffer,
  ownAtomics as Atomics,
  ownBigInt as BigInt,
  ownBoolean as Boolean,
  ownBuffer as Buffer,
  ownDataView as DataView,
  ownDate as Date,
  ownError as Error,
  ownFloat64Array as Float64Array,
  ownFunction as Function,
  ownInt32Array as Int32Array,
  ownJSON as JSON,
  ownMap as Map,
  ownMath as Math,
  ownNumber as Number,
  ownObject as Object,
  ownPromise as Promise,
  ownProxy as Proxy,
  ownReflect as Reflect,
  ownRegExp as RegExp,
  ownSet as Set,
  ownSharedArrayBuffer as SharedArrayBuffer,
  ownString as String,
  ownSymbol as Symbol,
  ownSyntaxError as SyntaxError,
  ownTextDecoder as TextDecoder,
  ownTextEncoder as TextEncoder,
  ownTypeError as TypeError,
  ownURL as URL,
  ownUint8Array as Uint8Array,
  ownWeakMap as WeakMap,
  ownWeakSet as WeakSet,
  ownAbortController as AbortController,
  ownConsole as console,
  ownPerformance as performance,
  ownProcess as process,
};
