#!/usr/bin/env bash
# A Kubernetes of one node for tests, all real: etcd, API server, controllers, scheduler, kubelet, containerd, runc. Needs root of a Linux machine.
#   kubernetes.sh up      brings what is missing, builds the programs once, and starts it where it does not run
#   kubernetes.sh down    ends it and leaves nothing behind
# PIPENB_KUBERNETES is its folder: kubeconfig is what kubectl wants, bin/kubectl that program, kubelet.pid the kubelet, which comes back when it is killed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
place=${PIPENB_KUBERNETES:-/tmp/pipenb-kubernetes}
port=${PIPENB_KUBERNETES_PORT:-17443} # and the three behind it
cni=/usr/lib/cni
base=${PIPENB_BASE_IMAGE:-pipenb-test/node:24}
pause=pipenb-test/pause:1
box=$place/bin/kube-box

say() { printf 'kubernetes: %s\n' "$1"; }
address() { hostname -I | cut -d' ' -f1; }
kubectl() { "$box" kubectl --kubeconfig "$place/kubeconfig" "$@"; }
ctr_here() { ctr -a "$place/containerd.sock" -n k8s.io "$@"; }
start() {
  local name=$1
  shift
  (cd "$place" && exec "$@" >>"$name.log" 2>&1 </dev/null) &
  echo $! >"$place/$name.pid"
}
start_box() { start "$1" "$box" "$@"; }
until_ok() {
  local seconds=$1 end
  shift
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then
      say "gave up waiting for: $*. What its parts say is in $place/*.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

packages() {
  local missing=()
  command -v containerd >/dev/null || missing+=(containerd)
  command -v runc >/dev/null || missing+=(runc)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v curl >/dev/null || missing+=(curl)
  [ -x $cni/ptp ] || missing+=(containernetworking-plugins)
  [ ${#missing[@]} -eq 0 ] || bash "$here/debian.sh" kubernetes "${missing[@]}"
}

credentials() {
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  # For the keys only: a containerd that is started with it unpacks images that no other user can read.
  umask 077
  cd "$place"
  openssl genrsa -out sa.key 2048 2>/dev/null
  openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
  # One certificate: the API server's own, its client's at the kubelet, and the authority of both.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout tls.key -out tls.crt -days 30 \
    -subj /O=system:masters/CN=kube-apiserver -addext "subjectAltName=IP:127.0.0.1,IP:$(address),DNS:localhost" 2>/dev/null
  echo "$token,test,test,system:masters" >tokens.csv
  cat >kubeconfig <<K
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$port", certificate-authority: $place/tls.crt}}]
users: [{name: test, user: {token: $token}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
K
  umask 022
}

control_plane() {
  local store="http://127.0.0.1:$((port + 1))" peer="http://127.0.0.1:$((port + 2))"
  start_box etcd --data-dir etcd --unsafe-no-fsync --log-level warn --listen-client-urls "$store" --advertise-client-urls "$store" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer"
  start_box kube-apiserver --etcd-servers "$store" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --secure-port "$port" \
    --tls-cert-file tls.crt --tls-private-key-file tls.key --token-auth-file tokens.csv --authorization-mode RBAC \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.pub --service-account-signing-key-file sa.key \
    --service-cluster-ip-range 10.99.0.0/24 --endpoint-reconciler-type none \
    --kubelet-client-certificate tls.crt --kubelet-client-key tls.key --kubelet-preferred-address-types InternalIP
  until_ok 120 kubectl get --raw /readyz
  start_box kube-controller-manager --kubeconfig kubeconfig --leader-elect=false --secure-port 0 --service-account-private-key-file sa.key \
    --root-ca-file tls.crt --kube-api-qps 200 --kube-api-burst 400 \
    --controllers serviceaccount-controller,root-ca-certificate-publisher-controller,job-controller,cronjob-controller,namespace-controller,garbage-collector-controller,pod-garbage-collector-controller,ttl-after-finished-controller,node-lifecycle-controller,taint-eviction-controller,persistentvolume-binder-controller
  start_box kube-scheduler --kubeconfig kubeconfig --leader-elect=false --secure-port 0
}

node_files() {
  mkdir -p "$place/cni.d" "$place/root"
  cat >"$place/cni.d/10-pods.conflist" <<K
{"cniVersion":"0.4.0","name":"pods","plugins":[{"type":"ptp","ipMasq":false,"ipam":{"type":"host-local","subnet":"10.98.0.0/24","routes":[{"dst":"0.0.0.0/0"}],"dataDir":"$place/ipam"}}]}
K
  cat >"$place/containerd.toml" <<K
version = 2
root = "$place/containerd"
state = "$place/containerd-state"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "$place/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/$pause"
  disable_apparmor = true
  # For a root without CAP_SYS_RESOURCE: else runc says "can't get final child's PID from pipe".
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni"
    conf_dir = "$place/cni.d"
K
  cat >"$place/kubelet.yaml" <<K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://$place/containerd.sock
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
failSwapOn: false
failCgroupV1: false
makeIPTablesUtilChains: false
localStorageCapacityIsolation: false
authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: $place/tls.crt } }
authorization: { mode: Webhook }
address: $(address)
port: $((port + 3))
healthzPort: 0
readOnlyPort: 0
resolvConf: ""
volumePluginDir: $place/plugins
podLogsDir: $place/podlogs
imageGCHighThresholdPercent: 100
nodeStatusUpdateFrequency: 5s
K
}

# Runs in a mount table of its own: nothing that containerd and the kubelet mount, and none of the folders they write outside theirs, is the machine's.
node() {
  local flag folder
  # A kubelet sets these or ends: here it finds them set.
  for flag in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1; do
    mkdir -p "$place/sys/${flag%/*}"
    echo "${flag#*=}" >"$place/sys/${flag%=*}"
    mount --bind "$place/sys/${flag%=*}" "/proc/sys/${flag%=*}"
  done
  for folder in /var/lib/kubelet /var/lib/cni /var/log/containers /run/netns; do
    mkdir -p "$folder"
    mount -t tmpfs none "$folder"
  done
  start containerd containerd -c containerd.toml
  until_ok 60 ctr_here version
  # One that is killed comes back, as under systemd.
  while [ ! -e "$place/stopping" ]; do
    start_box kubelet --config kubelet.yaml --kubeconfig kubeconfig --root-dir "$place/root" --cert-dir "$place/pki" --hostname-override node-1 --v 1
    wait "$(cat "$place/kubelet.pid")" || true
    sleep 1
  done
}

up() {
  if [ "$(id -u)" -ne 0 ]; then
    say "only root can start a cluster here. Run this as root." >&2
    exit 1
  fi
  if [ -e "$place/kubeconfig" ] && kubectl wait --for=condition=Ready node/node-1 --timeout 10s >/dev/null 2>&1; then
    say "runs already: $place/kubeconfig"
    return
  fi
  down
  packages
  local built
  built=$(bash "$here/kubernetes/build.sh")
  mkdir -p "$place/bin"
  ln -s "$built" "$box"
  ln -s "$built" "$place/bin/kubectl"
  trap down EXIT
  (credentials)
  control_plane
  node_files
  printf 'FROM %s\nENTRYPOINT ["sleep","infinity"]\n' "$base" | docker build -q -t $pause - >/dev/null
  start node unshare --mount --propagation private bash "$here/kubernetes.sh" node
  until_ok 60 ctr_here version
  docker save $pause | ctr_here images import - >>"$place/import.log"
  until_ok 60 kubectl get serviceaccount default
  until_ok 120 kubectl wait --for=condition=Ready node/node-1 --timeout 1s
  trap - EXIT
  say "$(kubectl get node node-1 -o jsonpath='{.status.nodeInfo.kubeletVersion}, {.status.nodeInfo.containerRuntimeVersion}') runs: $place/kubeconfig"
}

# SIGTERM, and what does not end by it is ended after some seconds.
end() {
  local pid
  pid=$(cat "$place/$1.pid" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
}

down() {
  [ -d "$place" ] || return 0
  local task
  [ -e "$place/kubeconfig" ] && kubectl delete cronjobs,jobs,pods --all -A --timeout 20s >/dev/null 2>&1 || true
  : >"$place/stopping"
  end kubelet
  # What runs outlives its containerd.
  for task in $(ctr_here tasks ls -q 2>/dev/null); do ctr_here tasks rm -f "$task" >/dev/null 2>&1 || true; done
  for task in containerd kube-scheduler kube-controller-manager kube-apiserver etcd node; do end $task; done
  rm -rf "$place"
  docker rmi $pause >/dev/null 2>&1 || true
  say "is down"
}

case ${1:-} in
up | down | node) $1 ;;
*)
  echo "usage: kubernetes.sh up|down" >&2
  exit 64
  ;;
esac
