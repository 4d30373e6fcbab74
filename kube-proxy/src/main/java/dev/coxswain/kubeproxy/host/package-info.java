/// This host's part in the cluster's network, as annotations of nodes ask for it: routes to the
/// pods of other hosts, and addresses of load balancers.
package dev.coxswain.kubeproxy.host;
