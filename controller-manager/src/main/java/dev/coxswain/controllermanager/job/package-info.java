/// Runs the pods of a Job until enough of them succeeded, and counts each exactly once.
package dev.coxswain.controllermanager.job;
