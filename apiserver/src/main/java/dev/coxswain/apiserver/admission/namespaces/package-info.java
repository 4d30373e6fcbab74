/// Namespaces: what may come into one, and which stay.
package dev.coxswain.apiserver.admission.namespaces;
