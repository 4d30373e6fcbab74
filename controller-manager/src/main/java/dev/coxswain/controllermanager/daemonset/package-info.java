/// Keeps one pod of a DaemonSet on every node that it is meant for.
package dev.coxswain.controllermanager.daemonset;
