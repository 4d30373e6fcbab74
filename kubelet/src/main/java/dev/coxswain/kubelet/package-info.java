/// The node agent: flags and wiring. What it does is in the packages below.
package dev.coxswain.kubelet;
