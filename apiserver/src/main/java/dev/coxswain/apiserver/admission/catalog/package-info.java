/// All steps of admission by name, which of them run, and how they are configured.
package dev.coxswain.apiserver.admission.catalog;
