#!/bin/bash
# A Slurm cluster on one host for tests: two slurmd "nodes", loopback only, everything in one folder, nothing in /etc.
#   one-host.sh up DIR [BASEPORT]      then: export SLURM_CONF=DIR/slurm.conf
#   one-host.sh kill-node DIR NODE     a node that dies: its slurmd and all that runs on it, by SIGKILL
#   one-host.sh start-node DIR NODE    the dead node comes back
#   one-host.sh down DIR               stops, by pid, only what "up" started
# Needs root (setpriv to user munge) and: apt-get install -y slurm-wlm munge   (written for Slurm 22.05.8 of Debian 12)
# Source: the team's notes on Slurm (one-host.sh), with kill-node and start-node added and a shorter SlurmdTimeout.
set -eu
dir=$(realpath -m "$2"); base=${3:-17817}
case $1 in
up)
  mkdir -p "$dir"/{ctld,n1,n2,log,munge}; chmod 755 "$dir" "$dir"/*
  (umask 077; dd if=/dev/urandom of="$dir/munge/munge.key" bs=128 count=1 status=none); chown -R munge:munge "$dir/munge"
  cat > "$dir/slurm.conf" <<CONF
ClusterName=onehost
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge/munge.socket,cred_expire=5
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$dir/ctld
SlurmdSpoolDir=$dir/%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2,batch_sched_delay=0
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/filetxt
JobCompLoc=$dir/log/jobcomp.txt
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
ReturnToService=2
JobRequeue=1
RequeueExit=75
MinJobAge=3600
MaxArraySize=10001
KillWait=5
SlurmctldTimeout=30
SlurmdTimeout=10
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((base+1)) CPUs=2 RealMemory=2000
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((base+2)) CPUs=2 RealMemory=2000
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF=$dir/slurm.conf; : > "$dir/started.pids"
  start() { nohup "$@" >> "$dir/log/stdout.log" 2>&1 & echo $! >> "$dir/started.pids"; }
  start setpriv --reuid=munge --regid=munge --clear-groups munged -F --origin=127.0.0.1 --socket="$dir/munge/munge.socket" --key-file="$dir/munge/munge.key" --log-file="$dir/munge/munged.log" --pid-file="$dir/munge/munged.pid" --seed-file="$dir/munge/munged.seed"
  for _ in $(seq 50); do [ -S "$dir/munge/munge.socket" ] && break; sleep 0.1; done
  start slurmctld -D -c
  start slurmd -D -N n1
  start slurmd -D -N n2
  for _ in $(seq 100); do [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ] && exit 0; sleep 0.2; done
  echo "one-host: nodes did not come up; see $dir/log" >&2; exit 1 ;;
start-node)
  export SLURM_CONF=$dir/slurm.conf
  nohup slurmd -D -N "$3" >> "$dir/log/stdout.log" 2>&1 & echo $! >> "$dir/started.pids" ;;
kill-node)
  export SLURM_CONF=$dir/slurm.conf; node=$3
  kill -9 "$(cat "$dir/slurmd-$node.pid")"
  for socket in "$dir/$node/${node}_"*; do # named NODE_JOB.STEP
    [ -e "$socket" ] || continue
    job=${socket##*_}; job=${job%%.*}
    for step in $(pgrep -f "^slurmstepd: \\[$job\\."); do
      tr '\0' '\n' < "/proc/$step/environ" | grep -qx "SLURM_CONF=$SLURM_CONF" || continue # of another cluster on this host
      work=$(pgrep -P "$step" || true)
      kill -9 "$step"; [ -z "$work" ] || kill -9 $work
    done
  done ;;
down)
  export SLURM_CONF=$dir/slurm.conf; squeue -h -o %A | sort -u | xargs -r scancel || true
  tac "$dir/started.pids" | while read -r p; do kill "$p" 2>/dev/null || true; done ;;
esac
