<?php
/**
 * Plugin Name: Copydesk
 * Description: Sends what the Akismet plugin asks to your own Copydesk. Put it into wp-content/mu-plugins, and into
 *              wp-config.php: define( 'COPYDESK_URL', 'http://127.0.0.1:8080' ); define( 'WPCOM_API_KEY', 'KEY' );
 */

add_filter( 'pre_http_request', function ( $answer, $arguments, $url ) {
	if ( false !== $answer || ! defined( 'COPYDESK_URL' ) || ! preg_match( '~^https?://(?:([^./:]+)\.)?rest\.akismet\.com(?::\d+)?(/.*)$~i', $url, $parts ) ) {
		return $answer;
	}
	// The request names Akismet's host and trusts its certificate; old plugins have the key in front of the host.
	unset( $arguments['headers']['Host'] );
	$target = rtrim( COPYDESK_URL, '/' ) . $parts[2];
	return wp_remote_request( '' === $parts[1] ? $target : add_query_arg( 'api_key', $parts[1], $target ), $arguments );
}, 10, 3 );
