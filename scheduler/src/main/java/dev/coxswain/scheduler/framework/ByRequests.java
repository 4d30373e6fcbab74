package dev.coxswain.scheduler.framework;

/// Marks a plugin that goes by nothing but what a pod asks for and what is promised of a node: pods
/// that ask for the same get the same answers as long as the node is the same.
///
/// It notes nothing down, has no say in PreFilter, tells in PreScore by the pod alone whether it
/// has a preference, and its scores need no [ScorePlugin#normalize].
public interface ByRequests extends Plugin {}
