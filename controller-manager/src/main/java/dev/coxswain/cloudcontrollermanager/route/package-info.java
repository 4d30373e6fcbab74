/// Routes of the cloud's to the pods of each node, and the condition that says whether a node has
/// its own.
package dev.coxswain.cloudcontrollermanager.route;
