/// The extension points of scheduling, as upstream's, and the profile that strings plugins up and
/// decides with them.
///
/// A decision is a function of the pod and the snapshot; only the plugins of
/// [dev.coxswain.scheduler.framework.BindPlugin] and its neighbours act.
package dev.coxswain.scheduler.framework;
