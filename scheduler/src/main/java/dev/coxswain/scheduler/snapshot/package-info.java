/// The picture of the nodes and of what is already promised to pods, computed once per change and
/// immutable where the scheduler looks at it. It never talks to anyone.
package dev.coxswain.scheduler.snapshot;
