/// The environment variables of containers, and the values that pods take from their own
/// description.
package dev.coxswain.kubelet.env;
