/// Two pods can't have one port of a node.
package dev.coxswain.scheduler.plugins.ports;
