/// Keeps the dataplane as services and endpoints say: watches, plans, applies, checks.
package dev.coxswain.kubeproxy.proxy;
