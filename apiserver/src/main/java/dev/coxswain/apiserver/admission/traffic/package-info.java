/// How much of a kind is let in at a time.
package dev.coxswain.apiserver.admission.traffic;
