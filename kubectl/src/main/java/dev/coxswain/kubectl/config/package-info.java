/// Which server to talk to and as whom: kubeconfig files, flags, the pod's own service account.
package dev.coxswain.kubectl.config;
