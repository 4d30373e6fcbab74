/// Nobody may grant, by a role or a binding, more than they may do themselves.
package dev.coxswain.apiserver.escalation;
