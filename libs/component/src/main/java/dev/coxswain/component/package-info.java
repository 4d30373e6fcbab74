/// Being a long-running component: flags, logs, health and metrics, TLS material, an orderly end.
/// It knows nothing of the API; what does is in `program`.
package dev.coxswain.component;
