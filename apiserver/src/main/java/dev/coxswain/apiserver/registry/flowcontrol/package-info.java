/// Strategies of the group `flowcontrol.apiserver.k8s.io`.
package dev.coxswain.apiserver.registry.flowcontrol;
