package dev.coxswain.kubeproxy.iptables;

import dev.coxswain.kubeproxy.command.Commands;
import java.util.List;

/// Makes node ports answer on loopback: the kernel drops what is sent from there to elsewhere
/// unless `route_localnet` is set.
///
/// That the setting was off before is noted by a chain that nothing leads to. The note is gone when
/// the setting is, and each network namespace has its own.
public final class LoopbackRoutes {
  private static final String SETTING = "net.ipv4.conf.all.route_localnet";
  private static final String NOTE = "KUBE-PROXY-ROUTE-LOCALNET";

  private final Commands commands;

  public LoopbackRoutes(Commands commands) {
    this.commands = commands;
  }

  /// Turns the setting on.
  public void allow() {
    if (isOn()) {
      return;
    }
    if (!isNoted()) {
      filter("-N").orThrow();
    }
    set(1);
  }

  /// Turns the setting off, provided that [#allow] turned it on.
  public void restore() {
    if (isNoted()) {
      set(0);
      filter("-X").orThrow();
    }
  }

  private boolean isOn() {
    return commands.run(List.of("sysctl", "-n", SETTING)).orThrow().output().strip().equals("1");
  }

  private void set(int value) {
    commands.run(List.of("sysctl", "-qw", SETTING + "=" + value)).orThrow();
  }

  private boolean isNoted() {
    return filter("-nL").succeeded();
  }

  private Commands.Result filter(String verb) {
    return commands.run(List.of("iptables", "-w", "5", "-t", "filter", verb, NOTE));
  }
}
