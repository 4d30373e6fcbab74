/// Runs the system's tools (`iptables-restore`, `conntrack`, `ip`) with a deadline.
package dev.coxswain.kubeproxy.command;
