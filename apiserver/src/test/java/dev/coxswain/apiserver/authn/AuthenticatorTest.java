package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthenticatorTest {
  private static final UserInfo JANE =
      new UserInfo("jane", "42", List.of("devs", "ops", "system:authenticated"), Map.of());

  private final Authenticator known =
      Authenticator.firstOf(
          List.of(
              BasicPasswords.parse(List.of("s3cret:x,jane,42,\"devs,ops\"")),
              new BearerTokens(
                  List.of(
                      StaticTokens.parse(
                              List.of("# ours", "", "t0ken,jane,42,\"devs,ops\"", "other,joe,7"))
                          .forAudiences(List.of("api", "more"))),
                  List.of("api"))));
  private final Authenticator chain = known.orAnonymous(_ -> true);

  @Test
  void tokensOfTheFile() {
    assertThat(chain.identify(showing("Bearer t0ken"))).isEqualTo(JANE);
    assertThat(chain.identify(showing("bearer other")).groups())
        .containsExactly("system:authenticated");
  }

  @Test
  void aTokenMayHideAmongTheProtocolsOfAWebSocket() {
    var hidden =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("t0ken".getBytes(StandardCharsets.UTF_8));
    var headers =
        Map.of(
            "sec-websocket-protocol",
            List.of("v5.channel.k8s.io, base64url.bearer.authorization.k8s.io." + hidden));
    assertThat(chain.identify(new Credentials(headers, List.of(), "/", List.of()))).isEqualTo(JANE);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("a token nobody knows", "Bearer wrong", "invalid bearer token"),
        arguments("a wrong password", basic("jane:no"), "invalid username/password combination"),
        arguments(
            "a user nobody knows", basic("joe:s3cret:x"), "invalid username/password combination"),
        arguments("no password at all", "Basic !", "invalid username/password combination"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void whatNobodyKnowsIsRefused(String row, String header, String why) {
    assertThat(chain.authenticate(showing(header)))
        .as(row)
        .isEqualTo(new Authentication.Rejected(why));
    assertThatThrownBy(() -> chain.identify(showing(header)))
        .isInstanceOf(ApiException.Unauthorized.class)
        .hasMessage("Unauthorized");
  }

  @Test
  void passwordsOfTheFile() {
    assertThat(chain.identify(showing(basic("jane:s3cret:x")))).isEqualTo(JANE);
  }

  @Test
  void whoShowsNothingThatCouldBeKnownIsAnonymous() {
    var anonymous = UserInfo.of("system:anonymous", "system:unauthenticated");
    for (var header : List.of("Bearer", "Bearer  ", "Negotiate abc")) {
      assertThat(chain.identify(showing(header))).as(header).isEqualTo(anonymous);
    }
    assertThat(chain.identify(nothing("/api"))).isEqualTo(anonymous);
  }

  @Test
  void whereNobodyMayBeAnonymousHealthIsStillTold() {
    var strict = known.orAnonymous("/livez"::equals);
    assertThat(strict.identify(nothing("/livez"))).isEqualTo(UserInfo.ANONYMOUS);
    assertThatThrownBy(() -> strict.identify(nothing("/api")))
        .isInstanceOf(ApiException.Unauthorized.class);
  }

  @Test
  void aFixedTokenIsGoodForTheServersAudiencesOnly() {
    assertThat(chain.authenticate(Credentials.bearer("t0ken", List.of("more", "vault"))))
        .isEqualTo(new Authentication.Known(JANE, List.of("more")));
    assertThat(chain.authenticate(Credentials.bearer("t0ken", List.of("vault"))))
        .isEqualTo(new Authentication.Rejected("invalid bearer token"));
  }

  @Test
  void allReasonsAreTold() {
    Authenticator no = _ -> new Authentication.Rejected("no");
    Authenticator never = _ -> new Authentication.Rejected("never");
    assertThat(Authenticator.firstOf(List.of(no, never)).authenticate(nothing("/")))
        .isEqualTo(new Authentication.Rejected("[no, never]"));
    assertThat(Authenticator.firstOf(List.of(no, known)).identify(showing("Bearer t0ken")))
        .isEqualTo(JANE);
  }

  @Test
  void aFileNeedsThreeColumnsAndEachUserOnce() {
    assertThatThrownBy(() -> StaticTokens.parse(List.of("token,user")))
        .hasMessage("wants token,user,uid[,\"groups\"], got 2 columns");
    assertThatThrownBy(() -> BasicPasswords.parse(List.of("a,joe,1", "b,joe,2")))
        .hasMessage("wants each user once, got joe");
  }

  private static Credentials showing(String authorization) {
    return new Credentials(
        Map.of("authorization", List.of(authorization)), List.of(), "/api", List.of());
  }

  private static Credentials nothing(String path) {
    return new Credentials(Map.of(), List.of(), path, List.of());
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
