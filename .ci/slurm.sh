#!/usr/bin/env bash
# A real Slurm for the tests of backfills on one: a controller and two nodes on loopback, with all that they write in one folder. Idempotent.
#   slurm.sh up | down
# Its slurm.conf lies in /tmp/pipenb-slurm, or in the folder that PIPENB_SLURM names.
set -euo pipefail

place=${PIPENB_SLURM:-/tmp/pipenb-slurm}
export SLURM_CONF=$place/slurm.conf

say() { printf 'slurm: %s\n' "$1"; }

# Whether the program of this name runs, as far as the file of its process says.
runs() {
  local pid
  pid=$(cat "$place/run/$1.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "${1%%-*}" ]
}

install_slurm() {
  if [ "$(id -u)" -ne 0 ]; then
    say "only root can install and start Slurm. Run this again as root." >&2
    exit 1
  fi
  if command -v slurmctld >/dev/null && command -v munged >/dev/null; then return; fi
  bash "$(dirname "$0")/debian.sh" slurm slurm-wlm munge
}

# What a cluster's administrator writes, but for short waits, and two nodes on one machine.
configuration() {
  local host
  host=$(hostname -s)
  cat <<CONF
ClusterName=pipenb
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=26917
AuthType=auth/munge
# A job is tried again after so many seconds and one.
AuthInfo=socket=$place/run/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool-%n
SlurmctldPidFile=$place/run/slurmctld.pid
SlurmdPidFile=$place/run/slurmd-%n.pid
SlurmctldLogFile=$place/log/slurmctld.log
SlurmdLogFile=$place/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MaxArraySize=21
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=2,batch_sched_delay=0,bf_interval=2
SlurmdTimeout=30
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=26918 CPUs=4 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=26919 CPUs=4 RealMemory=4000 State=UNKNOWN
PartitionName=days Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
}

up() {
  install_slurm
  mkdir -p "$place"/{run,log,state}
  chmod 755 "$place" "$place/run"
  if ! [ -f "$place/munge.key" ]; then
    head -c 64 /dev/urandom >"$place/munge.key"
    chmod 400 "$place/munge.key"
  fi
  configuration >"$SLURM_CONF"
  runs munged || munged --key-file "$place/munge.key" --socket "$place/run/munge.socket" --pid-file "$place/run/munged.pid" \
    --log-file "$place/log/munged.log" --seed-file "$place/run/munge.seed" --force 2>/dev/null
  # None of what starts here may hold what this script was started with open.
  runs slurmctld || slurmctld </dev/null >/dev/null 2>&1
  for node in n1 n2; do runs "slurmd-$node" || slurmd -N "$node" </dev/null >/dev/null 2>&1; done
  for _ in $(seq 300); do
    if [ "$(sinfo --noheader --Node --states=idle --format=%N 2>/dev/null | sort -u | wc -l)" = 2 ]; then
      say "$(sinfo --version): two nodes, SLURM_CONF=$SLURM_CONF"
      return
    fi
    sleep 0.1
  done
  say "its nodes do not become idle; $place/log says why" >&2
  exit 1
}

down() {
  for name in slurmd-n1 slurmd-n2 slurmctld munged; do
    if runs "$name"; then kill "$(cat "$place/run/$name.pid")"; fi
  done
  for name in slurmd-n1 slurmd-n2 slurmctld munged; do
    for _ in $(seq 100); do
      runs "$name" || break
      sleep 0.1
    done
  done
  rm -rf "$place"
}

case ${1:-} in
  up) up ;;
  down) down ;;
  *)
    echo "usage: slurm.sh up | down" >&2
    exit 64
    ;;
esac
