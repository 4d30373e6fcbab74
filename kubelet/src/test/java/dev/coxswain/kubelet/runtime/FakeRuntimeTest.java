package dev.coxswain.kubelet.runtime;

import java.time.InstantSource;

/// The fake keeps the same promises as the real ones.
class FakeRuntimeTest extends ContainerRuntimeContract {

  @Override
  ContainerRuntime open() {
    return new FakeRuntime(InstantSource.system()).withImage(pauseImage()).withImage(image());
  }

  @Override
  String pauseImage() {
    return "pause";
  }

  @Override
  String image() {
    return "app";
  }
}
