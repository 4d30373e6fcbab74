/// Gives pods up before the node runs out of something: what is short, and who has to go.
package dev.coxswain.kubelet.eviction;
