/// Strategies of the group `node.k8s.io`.
package dev.coxswain.apiserver.registry.node;
