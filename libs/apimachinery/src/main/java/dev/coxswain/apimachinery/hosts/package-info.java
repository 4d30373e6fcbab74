/// What hosts are asked to do for the cluster's network, as annotations of their nodes: written by
/// a cloud controller manager, read on every host.
package dev.coxswain.apimachinery.hosts;
