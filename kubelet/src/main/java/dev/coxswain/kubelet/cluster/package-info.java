/// The kubelet's ports to the control plane, and their adapter on the API client. Nothing else here
/// calls out.
package dev.coxswain.kubelet.cluster;
