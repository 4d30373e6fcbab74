/// Steps that look at objects of any kind, or at kinds with a single rule.
package dev.coxswain.apiserver.admission.general;
