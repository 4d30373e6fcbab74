/// Volumes and claims: their class, their size, and that nobody deletes what is in use.
package dev.coxswain.apiserver.admission.volumes;
