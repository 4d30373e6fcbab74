/// What pods are given, and held to, beyond what their author wrote: priority, tolerations, runtime
/// class, node selector, topology.
package dev.coxswain.apiserver.admission.pods;
