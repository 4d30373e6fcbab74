package dev.coxswain.kubelet.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.kubelet.access.AccessRules.Authorization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Asked STATS = Asked.of("GET", List.of("stats", "summary"));
  private static final Asked PODS = Asked.of("GET", List.of("pods"));
  private static final Access.Refusal UNKNOWN = new Access.Refusal(401, "Unauthorized");
  private static final Proof NOTHING = new Proof(Optional.empty(), Optional.empty());

  private final KnownRights rights =
      new KnownRights()
          .withToken("good", "system:serviceaccount:ops:scraper")
          .withRight("system:serviceaccount:ops:scraper", "get nodes/stats");
  private Instant now = Instant.EPOCH;

  private Access access(boolean anonymous, boolean tokens, Authorization authorization) {
    return new Access(
        rights,
        new AccessRules(
            anonymous,
            tokens,
            Duration.ofMinutes(2),
            authorization,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30)),
        "node-1",
        () -> now);
  }

  private Access access() {
    return access(false, true, Authorization.WEBHOOK);
  }

  private static Proof token(String token) {
    return new Proof(Optional.empty(), Optional.of("Bearer " + token));
  }

  private static Proof certificate(String subject) {
    return new Proof(Optional.of(new X500Principal(subject)), Optional.empty());
  }

  @Test
  void whoShowsNothingIsUnknown() {
    assertThat(access().refusal(NOTHING, STATS)).contains(UNKNOWN);
    assertThat(access().refusal(certificate("O=system:masters"), STATS)).contains(UNKNOWN);
    assertThat(rights.asked()).isEmpty();
  }

  @Test
  void unlessAnybodyMayBeAnonymous() {
    rights.withRight("system:anonymous", "get nodes/stats");
    var access = access(true, true, Authorization.WEBHOOK);
    assertThat(access.refusal(NOTHING, STATS)).isEmpty();
    assertThat(rights.asked().getFirst().getSpec().getGroupsList())
        .containsExactly("system:unauthenticated");
    assertThat(access.refusal(token("forged"), STATS)).contains(UNKNOWN);
  }

  @Test
  void tokensAreTheApiServersToKnow() {
    assertThat(access().refusal(token("good"), STATS)).isEmpty();
    assertThat(access().refusal(token("forged"), STATS)).contains(UNKNOWN);
    var basic = new Proof(Optional.empty(), Optional.of("Basic Z29vZA=="));
    assertThat(access().refusal(basic, STATS)).contains(UNKNOWN);
    assertThat(access(false, false, Authorization.WEBHOOK).refusal(token("good"), STATS))
        .contains(UNKNOWN);
  }

  @Test
  void aCertificateNamesUserAndGroups() {
    rights.withRight("kube-apiserver-kubelet-client", "get nodes/proxy");
    var proof = certificate("CN=kube-apiserver-kubelet-client,O=second,O=first");
    assertThat(access().refusal(proof, PODS)).isEmpty();
    var spec = rights.asked().getLast().getSpec();
    assertThat(spec.getGroupsList()).containsExactly("first", "second", "system:authenticated");
    assertThat(spec.getResourceAttributes().getName()).isEqualTo("node-1");
    assertThat(spec.getResourceAttributes().getVersion()).isEqualTo("v1");
  }

  @Test
  void eitherOfTwoSubresourcesDoes() {
    assertThat(access().refusal(token("good"), PODS))
        .contains(
            new Access.Refusal(
                403,
                "Forbidden (user=system:serviceaccount:ops:scraper, verb=get, resource=nodes,"
                    + " subresource(s)=[pods proxy])\n"));
    rights.withRight("system:serviceaccount:ops:scraper", "get nodes/pods");
    assertThat(access().refusal(token("good"), PODS)).isEmpty();
  }

  @Test
  void withoutAuthorizationIdentityIsEnough() {
    var access = access(false, true, Authorization.ALWAYS_ALLOW);
    assertThat(access.refusal(certificate("CN=anyone"), PODS)).isEmpty();
    assertThat(access.refusal(NOTHING, PODS)).contains(UNKNOWN);
    assertThat(rights.asked()).isEmpty();
  }

  @Test
  void answersHoldForAWhile() {
    var access = access();
    assertThat(access.refusal(token("good"), STATS)).isEmpty();
    rights.takeAway("system:serviceaccount:ops:scraper", "get nodes/stats");
    now = now.plus(Duration.ofMinutes(5)).minusNanos(1);
    assertThat(access.refusal(token("good"), STATS)).isEmpty();
    assertThat(rights.tokensAsked()).as("tokens are asked about sooner").isEqualTo(2);
    now = now.plusNanos(1);
    assertThat(access.refusal(token("good"), STATS)).isPresent();
    rights.withRight("system:serviceaccount:ops:scraper", "get nodes/stats");
    now = now.plusSeconds(29);
    assertThat(access.refusal(token("good"), STATS)).isPresent();
    now = now.plusSeconds(1);
    assertThat(access.refusal(token("good"), STATS)).isEmpty();
  }

  @Test
  void whenNobodyCanTellNobodyIsLetIn() {
    rights.fail(ApiException.of(new Refusal.ServiceUnavailable("etcd is away")));
    assertThat(access().refusal(token("good"), STATS)).contains(UNKNOWN);
    assertThat(access().refusal(certificate("CN=joe"), STATS))
        .contains(
            new Access.Refusal(
                500,
                "Authorization error (user=joe, verb=get, resource=nodes, subresource=stats)"));
  }
}
