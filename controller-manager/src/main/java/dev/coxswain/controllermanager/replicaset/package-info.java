/// Keeps as many pods running as a ReplicaSet or ReplicationController asks for.
package dev.coxswain.controllermanager.replicaset;
