/// Forgets UDP flows whose endpoint is gone: UDP has no end of connection that would make the
/// kernel forget.
package dev.coxswain.kubeproxy.conntrack;
