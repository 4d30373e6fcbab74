/// What the node and the containers on it use, and the forms in which others read it.
package dev.coxswain.kubelet.stats;
