/// kube-proxy: makes services reachable on a node, and answers the cluster's DNS there.
package dev.coxswain.kubeproxy;
