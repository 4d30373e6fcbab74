package dev.coxswain.controllermanager.framework;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ControllerLoop;
import dev.coxswain.client.WorkQueue;

/// One control loop with the queue that feeds it.
public record Controller(String name, WorkQueue<ObjectKey> queue, ControllerLoop loop) {}
