/// What a node's kubelet may do: the rules of nodes, narrowed to what belongs to its own pods.
package dev.coxswain.apiserver.authz.node;
