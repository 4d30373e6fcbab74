/// Issues tokens to service accounts; `authn.ServiceAccountTokens` verifies them.
package dev.coxswain.apiserver.tokens;
