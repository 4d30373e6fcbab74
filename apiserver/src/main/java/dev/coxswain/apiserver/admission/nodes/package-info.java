/// What nodes may write, and what is true of every new node.
package dev.coxswain.apiserver.admission.nodes;
