/// Talks REST to any Kubernetes API server, in plain JSON trees.
package dev.coxswain.kubectl.rest;
