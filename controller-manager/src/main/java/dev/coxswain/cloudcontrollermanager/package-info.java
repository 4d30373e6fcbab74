/// The program that joins a cluster to what its machines run on: flags, wiring, and which
/// controllers there are.
package dev.coxswain.cloudcontrollermanager;
