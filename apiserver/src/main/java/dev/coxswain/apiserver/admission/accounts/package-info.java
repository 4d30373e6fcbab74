/// Service accounts of pods: which one, what of it is mounted, and what it allows.
package dev.coxswain.apiserver.admission.accounts;
