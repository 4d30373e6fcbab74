/// Watches over nodes: their health, their taints and labels, their addresses for pods.
package dev.coxswain.controllermanager.node;
