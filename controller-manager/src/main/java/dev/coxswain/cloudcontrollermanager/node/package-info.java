/// Nodes as the cloud sees them: new ones learn what machine they are, silent ones whether their
/// machine still runs.
package dev.coxswain.cloudcontrollermanager.node;
