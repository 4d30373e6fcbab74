/// What the server counts and measures, under upstream's names.
package dev.coxswain.apiserver.metrics;
