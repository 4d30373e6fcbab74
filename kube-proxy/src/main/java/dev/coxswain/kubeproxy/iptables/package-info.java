/// The `iptables` dataplane: chains rendered from a rule set (pure), and the edge that loads them.
///
/// Chain names and their order follow the layout that upstream documents for `iptables` mode, so
/// that what people know about reading these tables holds here too.
package dev.coxswain.kubeproxy.iptables;
